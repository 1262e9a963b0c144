package ai.kompl.federation.plan;

/**
 * A fact about a request that decides on parts of its plan.
 *
 * @param variable the name of a Boolean variable of the operation
 * @param expected the value with which the guard holds: true for {@code @include(if:)}, false for
 *     {@code @skip(if:)}
 */
public record Guard(String variable, boolean expected) {}
