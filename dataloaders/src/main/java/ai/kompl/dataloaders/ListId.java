package ai.kompl.dataloaders;

/**
 * Which ordered list a cursor belongs to. A cursor of one list is refused by every other.
 *
 * @param list dotted name, such as {@code regops.controls}
 * @param ordering the ordering columns, such as {@code ref,id}
 */
public record ListId(String list, String ordering) {}
