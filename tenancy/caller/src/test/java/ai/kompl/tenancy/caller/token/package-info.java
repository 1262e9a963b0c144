/** The promises of the tokens: which are good and which are refused. */
@NullMarked
package ai.kompl.tenancy.caller.token;

import org.jspecify.annotations.NullMarked;
