package ai.kompl.tenancy.data;

import ai.kompl.tenancy.events.Event;

/**
 * What a consumer does about events of one type. Its effect is committed together with the fact
 * that it happened, so it need not ask whether the event has come before; and it reaches nothing
 * but the event's tenant, whose transaction it is given.
 */
@FunctionalInterface
public interface EventHandler {
  /**
   * Applies an event, after all earlier ones on the same entity. What it throws undoes its effect
   * and has the event tried again later, up to the consumer's limit.
   */
  void apply(Event event, TenantTransaction transaction);
}
