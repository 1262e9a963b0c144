package ai.kompl.dataloaders;

/**
 * A page of one parent's children. Windows that differ in the parent only are read by one
 * statement.
 *
 * @param parent whose children
 * @param filter which of them; compared by value
 * @param page which page
 * @param <P> the parent's key
 * @param <F> the filter, a value type
 */
public record Window<P, F>(P parent, F filter, PageRequest page) {}
