/** The customer organizations: how one reads its own, and how operators provision a new one. */
@NullMarked
package ai.kompl.tenants;

import org.jspecify.annotations.NullMarked;
