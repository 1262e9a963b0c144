/**
 * What is acknowledged is never lost and never there twice: processes that die at the edges of
 * commits and at random, clients that write down what they were told, and a checker that compares
 * the two with what is found afterwards.
 */
@NullMarked
package ai.kompl.local.verify.durability;

import org.jspecify.annotations.NullMarked;
