/**
 * Merging: many subgraphs become one schema with a record of which graph holds what. Types are laid
 * out first, their parts merged by kind, enums last because their rule depends on where they are
 * used; then what crosses types: fields of interface objects, access requirements, hidden elements.
 */
@NullMarked
package ai.kompl.federation.composition.merge;

import org.jspecify.annotations.NullMarked;
