/** The catalogue of plans: what each limits and which features it brings. For operators. */
@NullMarked
package ai.kompl.tenants.plan;

import org.jspecify.annotations.NullMarked;
