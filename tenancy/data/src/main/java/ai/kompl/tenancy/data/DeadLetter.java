package ai.kompl.tenancy.data;

import ai.kompl.tenancy.events.Event;
import java.time.Instant;

/**
 * An event that could not be applied however often it was tried.
 *
 * @param group whose event it is
 * @param number by which it is named among those of the group and tenant
 * @param event what it says
 * @param attempts how often it was tried
 * @param problem the code of what went wrong the last time
 * @param since since when it is not tried any more
 * @param held how many later events on the same entity wait behind it
 */
public record DeadLetter(
    String group,
    long number,
    Event event,
    int attempts,
    String problem,
    Instant since,
    long held) {}
