package ai.kompl.gateway;

import java.util.function.BooleanSupplier;

/**
 * One condition for this gateway to do useful work.
 *
 * @param name shown on the readiness page
 * @param holds whether it holds now; answers within a second
 */
public record ReadinessCheck(String name, BooleanSupplier holds) {}
