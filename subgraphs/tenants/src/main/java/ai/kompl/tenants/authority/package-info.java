/** Who may do what in this subgraph; a refusal is put into the caller's audit trail. */
@NullMarked
package ai.kompl.tenants.authority;

import org.jspecify.annotations.NullMarked;
