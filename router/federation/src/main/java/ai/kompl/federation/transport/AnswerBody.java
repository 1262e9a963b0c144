package ai.kompl.federation.transport;

import ai.kompl.federation.json.Page;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/** Puts the body of an answer on a page as it comes, up to the limit. */
final class AnswerBody implements BodySubscriber<AnswerBody.Bytes> {
  private static final int FIRST_PAGE = 8 << 10;

  private final Http2Settings settings;
  private final CompletableFuture<Bytes> whole = new CompletableFuture<>();
  private @Nullable Subscription subscription;
  private Page page;
  private int length;

  /** A body; its length if the far end has told it. */
  AnswerBody(Http2Settings settings, OptionalLong told) {
    this.settings = settings;
    long first = Math.min(told.orElse(FIRST_PAGE), settings.maxResponseBytes());
    this.page = settings.pages().take((int) Math.max(first, 0));
  }

  /** The first bytes of a page, which whoever takes them releases. */
  record Bytes(Page page, int length) {}

  /** Says that a body is larger than the limit. */
  static final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    TooLargeException(int limit) {
      super("body larger than " + limit + " bytes");
    }
  }

  @Override
  public CompletionStage<Bytes> getBody() {
    return whole;
  }

  @Override
  public void onSubscribe(Subscription given) {
    subscription = given;
    given.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      if (whole.isDone() || !hasRoom(buffer.remaining())) {
        return;
      }
      int count = buffer.remaining();
      buffer.get(page.bytes(), length, count);
      length += count;
    }
  }

  private boolean hasRoom(int more) {
    int limit = settings.maxResponseBytes();
    if (more > limit - length) {
      whole.completeExceptionally(new TooLargeException(limit));
      if (subscription != null) {
        subscription.cancel();
      }
      page.release();
      return false;
    }
    if (length + more > page.bytes().length) {
      long wanted = Math.max((long) length + more, page.bytes().length * 2L);
      Page larger = settings.pages().take((int) Math.min(wanted, limit));
      System.arraycopy(page.bytes(), 0, larger.bytes(), 0, length);
      page.release();
      page = larger;
    }
    return true;
  }

  @Override
  public void onError(Throwable cause) {
    if (whole.completeExceptionally(cause)) {
      page.release();
    }
  }

  @Override
  public void onComplete() {
    whole.complete(new Bytes(page, length));
  }
}
