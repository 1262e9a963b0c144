package ai.kompl.gateway.operation;

import java.util.List;

/**
 * The answer of the engine to one operation or to one event of a live operation.
 *
 * @param json the whole answer as UTF-8 text on one line; not to be changed
 * @param hasData whether the operation was run, so that there is a {@code data} entry
 * @param errorCodes the codes of its errors, in their order
 */
@SuppressWarnings("ArrayRecordComponent") // handed once from engine to socket, never compared
public record Answer(byte[] json, boolean hasData, List<String> errorCodes) {}
