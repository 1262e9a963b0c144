/**
 * How long an organization keeps what was deleted: its rules, its legal holds, and what they would
 * let be disposed of.
 */
@NullMarked
package ai.kompl.tenants.retention;

import org.jspecify.annotations.NullMarked;
