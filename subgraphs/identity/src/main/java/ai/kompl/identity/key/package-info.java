/** The key pair that signs access tokens: made once, kept encrypted, published in its open half. */
@NullMarked
package ai.kompl.identity.key;

import org.jspecify.annotations.NullMarked;
