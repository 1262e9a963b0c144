/**
 * The bundled GraphQL page as a person uses it: a real browser without a window, driven over its
 * own debugging protocol, with all that it asked for and all that its rules refused written down.
 */
@NullMarked
package ai.kompl.local.verify.page;

import org.jspecify.annotations.NullMarked;
