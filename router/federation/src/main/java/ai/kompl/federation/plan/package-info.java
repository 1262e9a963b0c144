/**
 * How an operation is fetched: the plan as plain values that the executor runs, and the planner
 * that makes it. A plan holds no AST and knows no caller.
 */
@NullMarked
package ai.kompl.federation.plan;

import org.jspecify.annotations.NullMarked;
