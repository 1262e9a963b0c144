package ai.kompl.local.verify.isolation;

import ai.kompl.local.verify.isolation.Finding.Kind;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.events.Event;
import ai.kompl.tenancy.events.EventFilter;
import ai.kompl.tenancy.events.EventStream;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.LoggerFactory;

/**
 * Listens to what the product says elsewhere than in its answers: every event, in which only its
 * own tenant's canary may stand, and every line of the log, in which none may.
 */
final class Taps implements AutoCloseable {
  private final Map<TenantId, String> canaries = new ConcurrentHashMap<>();
  private final Map<TenantId, AtomicLong> eventsByTenant = new ConcurrentHashMap<>();
  private final AtomicReference<Findings> findings;
  private final AtomicLong events = new AtomicLong();
  private final AtomicLong lines = new AtomicLong();
  private final EventStream.Subscription subscription;
  private final LogTap log = new LogTap();
  private final List<Appender<ILoggingEvent>> silenced = new ArrayList<>();

  private Taps(EventStream stream, Findings findings) {
    this.findings = new AtomicReference<>(findings);
    this.subscription = stream.subscribe(EventFilter.ofAllTenants(), this::see);
  }

  static Taps open(EventStream stream, Findings findings) {
    var taps = new Taps(stream, findings);
    // Thousands of broken connections are told of; they are listened to, not shown.
    root().iteratorForAppenders().forEachRemaining(taps.silenced::add);
    taps.silenced.forEach(root()::detachAppender);
    taps.log.start();
    root().addAppender(taps.log);
    return taps;
  }

  /** From now on what is found goes there. */
  void to(Findings other) {
    findings.set(other);
  }

  /** That tenant's texts carry that canary. */
  void know(TenantId tenant, String canary) {
    canaries.put(tenant, canary);
    eventsByTenant.put(tenant, new AtomicLong());
  }

  long events() {
    return events.get();
  }

  long lines() {
    return lines.get();
  }

  private Canaries all() {
    return new Canaries(List.copyOf(canaries.values()));
  }

  private void see(Event event) {
    events.incrementAndGet();
    Optional<String> own = Optional.ofNullable(canaries.get(event.tenant()));
    own.ifPresent(_ -> counter(event.tenant()).incrementAndGet());
    all()
        .foreign(event.toString(), own)
        .ifPresent(
            foreign -> findings.get().add(Kind.LEAK, "event " + event.type(), "it has " + foreign));
  }

  /** How many events of the tenant were seen. */
  AtomicLong counter(TenantId tenant) {
    return eventsByTenant.computeIfAbsent(tenant, _ -> new AtomicLong());
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  @Override
  public void close() {
    root().detachAppender(log);
    silenced.forEach(root()::addAppender);
    subscription.close();
  }

  private final class LogTap extends AppenderBase<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent event) {
      lines.incrementAndGet();
      IThrowableProxy thrown = event.getThrowableProxy();
      String text =
          event.getFormattedMessage()
              + event.getMDCPropertyMap()
              + event.getKeyValuePairs()
              + (thrown == null ? "" : ThrowableProxyUtil.asString(thrown));
      all()
          .foreign(text, Optional.empty())
          .ifPresent(canary ->
              findings
                  .get()
                  .add(Kind.LEAK, "log line of " + event.getLoggerName(), "it has " + canary));
    }
  }
}
