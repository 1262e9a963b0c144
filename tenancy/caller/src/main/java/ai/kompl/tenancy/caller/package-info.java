/**
 * Who is calling. A {@link ai.kompl.tenancy.caller.Caller} is made from a verified token and from
 * nothing else; ids, tokens and the catalogue of problems live here too. No database and no web
 * server.
 */
@NullMarked
package ai.kompl.tenancy.caller;

import org.jspecify.annotations.NullMarked;
