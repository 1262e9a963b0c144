/**
 * How a caller is proved: access tokens that clients carry (signed, RFC 9068) and internal tokens
 * that the router gives to a subgraph for one request (keyed hash).
 */
@NullMarked
package ai.kompl.tenancy.caller.token;

import org.jspecify.annotations.NullMarked;
