/** Tests of controls and of what they meet, and of the walls between tenants. */
@NullMarked
package ai.kompl.regops.control;

import org.jspecify.annotations.NullMarked;
