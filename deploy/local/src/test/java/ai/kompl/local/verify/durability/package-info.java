/** Tests of the proof of the same name: that it misses what is wrong, and says what it lacks. */
@org.jspecify.annotations.NullMarked
package ai.kompl.local.verify.durability;
