/**
 * Rules: one class each, named by what it checks. Subgraph rules look at one subgraph alone;
 * supergraph rules look at the merged schema. A rule reports and never stops another.
 */
@NullMarked
package ai.kompl.federation.composition.rule;

import org.jspecify.annotations.NullMarked;
