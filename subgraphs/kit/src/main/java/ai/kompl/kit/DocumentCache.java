package ai.kompl.kit;

import graphql.ExecutionInput;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.execution.preparsed.PreparsedDocumentProvider;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Keeps parsed and validated documents by their text, the least recently used leaving first. The
 * router's plans send the same few texts again and again; values travel as variables. Very long
 * texts are not kept, which bounds the memory.
 */
final class DocumentCache implements PreparsedDocumentProvider {

  private static final int MAX_KEPT_CHARS = 64 * 1024;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, PreparsedDocumentEntry> entries;

  DocumentCache(int capacity) {
    this.entries =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, PreparsedDocumentEntry> eldest) {
            return size() > capacity;
          }
        };
  }

  @Override
  public CompletableFuture<PreparsedDocumentEntry> getDocumentAsync(
      ExecutionInput input, Function<ExecutionInput, PreparsedDocumentEntry> parseAndValidate) {
    String text = input.getQuery();
    PreparsedDocumentEntry known = find(text);
    if (known != null) {
      return CompletableFuture.completedFuture(known);
    }
    // Outside the lock: two threads may parse the same text once each, none waits for another.
    PreparsedDocumentEntry parsed = parseAndValidate.apply(input);
    if (!parsed.hasErrors() && text.length() <= MAX_KEPT_CHARS) {
      keep(text, parsed);
    }
    return CompletableFuture.completedFuture(parsed);
  }

  private @org.jspecify.annotations.Nullable PreparsedDocumentEntry find(String text) {
    lock.lock();
    try {
      return entries.get(text);
    } finally {
      lock.unlock();
    }
  }

  private void keep(String text, PreparsedDocumentEntry entry) {
    lock.lock();
    try {
      entries.put(text, entry);
    } finally {
      lock.unlock();
    }
  }
}
