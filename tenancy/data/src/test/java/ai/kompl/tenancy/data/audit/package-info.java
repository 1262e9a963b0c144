/** How audit records are hashed and chains are walked, without a database. */
@NullMarked
package ai.kompl.tenancy.data.audit;

import org.jspecify.annotations.NullMarked;
