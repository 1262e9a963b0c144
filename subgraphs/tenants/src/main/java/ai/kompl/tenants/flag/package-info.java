/**
 * Feature flags: which there are, how it is decided whether one is on for a tenant, and who changes
 * that. What a tenant was given itself goes before its plan, the plan before the platform, and the
 * platform before what the programs say.
 */
@NullMarked
package ai.kompl.tenants.flag;

import org.jspecify.annotations.NullMarked;
