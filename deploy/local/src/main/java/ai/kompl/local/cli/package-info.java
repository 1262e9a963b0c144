/**
 * The commands of {@code ./kompl}: what the user types becomes a command with checked options; the
 * commands here start, stop and look at the product, those that work with it stand beside what they
 * do and are told about in {@link Kompl}.
 */
@NullMarked
package ai.kompl.local.cli;

import org.jspecify.annotations.NullMarked;
