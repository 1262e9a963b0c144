/**
 * What is read again and again, kept near: values of tenants in Redis and, checked against it, in
 * this process. A value is never older than the last acknowledged change of what it shows, whatever
 * becomes of Redis; without Redis everything is read from where it came, and nothing is wrong.
 */
@NullMarked
package ai.kompl.tenancy.cache;

import org.jspecify.annotations.NullMarked;
