package ai.kompl.local;

import ai.kompl.local.cli.Arguments;
import ai.kompl.local.cli.Command;
import ai.kompl.local.cli.CommandFailure;
import ai.kompl.local.cli.Console;
import ai.kompl.local.cli.DataSession;
import ai.kompl.local.cli.Usage;
import ai.kompl.local.contract.Contract;
import ai.kompl.tenancy.caller.Caller;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.caller.TenantId;
import ai.kompl.tenancy.data.DataPlatform;
import ai.kompl.tenancy.data.EventBacklog;
import ai.kompl.tenancy.data.EventBacklog.Letters;
import ai.kompl.tenancy.data.ReplayFrom;
import ai.kompl.tenancy.data.Tenant;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Shows what consumers of events have left to do, and decides about what they could not do. */
final class EventsCommand implements Command {
  private static final String STATUS = "status";
  private static final String REDRIVE = "redrive";
  private static final String DISCARD = "discard";
  private static final String REPLAY = "replay";
  private static final List<String> ACTIONS = List.of(STATUS, REDRIVE, DISCARD, REPLAY);

  private static final String JSON = "--json";
  private static final String GROUP = "--group";
  private static final String TENANT = "--tenant";
  private static final String LETTER = "--letter";
  private static final String REASON = "--reason";
  private static final String FROM = "--from";

  private final DataSession session;

  EventsCommand(DataSession session) {
    this.session = session;
  }

  @Override
  public Usage usage() {
    return new Usage(
        "events",
        """
        What consumers of events have left to do. Exit code 1 when there are dead letters. ACTION is one of:
          status   lists the groups of consumers with what waits, and the dead letters
          redrive  has dead letters of a group tried again
          discard  gives dead letters of a group up, with a reason; what waited behind them goes on
          replay   has a group apply again what was stated since a moment or from a number on\
        """,
        List.of("ACTION"),
        Stream.concat(
                Stream.of(
                    Usage.Option.flag(JSON, "one JSON document instead of lines (status)"),
                    Usage.Option.of(GROUP, "NAME", "the group (redrive, discard, replay)"),
                    Usage.Option.of(TENANT, "SLUG", "only of that organisation"),
                    Usage.Option.of(LETTER, "NUMBER", "only that dead letter; needs " + TENANT),
                    Usage.Option.of(REASON, "TEXT", "why (discard); kept in the audit trail"),
                    Usage.Option.of(FROM, "WHEN", "2026-11-24T08:00:00Z, or an event's number")),
                DataSession.OPTIONS.stream())
            .toList());
  }

  @Override
  public int run(Arguments arguments, Console console) {
    String action = arguments.operands().getFirst();
    if (!ACTIONS.contains(action)) {
      throw wrong("\"" + action + "\" is none of " + String.join(", ", ACTIONS));
    }
    check(action, arguments);
    return session.with(
        arguments,
        request -> {
          try (Servers servers =
                  Servers.start(request.settings(), request.dataDir(), console::note);
              DataPlatform data = KeysCommand.backend(request, servers).data(Contract.SUBGRAPHS)) {
            return run(action, arguments, data, console);
          } catch (ProblemException e) {
            throw new CommandFailure(FAILED, "events: " + e.getMessage(), e);
          }
        });
  }

  private static void check(String action, Arguments arguments) {
    if (action.equals(STATUS)) {
      return;
    }
    need(action, GROUP, arguments);
    if (action.equals(DISCARD)) {
      need(action, REASON, arguments);
    }
    if (action.equals(REPLAY)) {
      need(action, FROM, arguments);
      from(arguments);
    }
    if (arguments.has(LETTER)) {
      need(LETTER, TENANT, arguments);
      letter(arguments);
    }
  }

  private static void need(String by, String option, Arguments arguments) {
    if (!arguments.has(option)) {
      throw wrong(by + " needs " + option);
    }
  }

  private static int run(String action, Arguments arguments, DataPlatform data, Console console) {
    EventBacklog backlog = data.eventBacklog();
    switch (action) {
      case STATUS -> {
        return tell(EventsReport.of(backlog), arguments.has(JSON), console);
      }
      case REDRIVE ->
          console.result("driven again  " + backlog.redrive(letters(arguments, data), operator()));
      case DISCARD ->
          console.result(
              "discarded  "
                  + backlog.discard(
                      letters(arguments, data), option(arguments, REASON), operator()));
      default ->
          console.result(
              "to be applied again  "
                  + backlog.replay(option(arguments, GROUP), from(arguments), operator()));
    }
    return 0;
  }

  private static int tell(EventsReport report, boolean json, Console console) {
    if (json) {
      console.result(report.json());
    } else {
      report.lines().forEach(console::result);
    }
    return report.hasDeadLetters() ? FAILED : 0;
  }

  private static Letters letters(Arguments arguments, DataPlatform data) {
    return new Letters(
        option(arguments, GROUP),
        arguments.option(TENANT).map(slug -> tenant(data, slug)),
        letter(arguments));
  }

  private static TenantId tenant(DataPlatform data, String slug) {
    return data.registry()
        .findBySlug(slug)
        .map(Tenant::id)
        .orElseThrow(
            () -> new CommandFailure(WRONG_USE, "events: there is no organisation " + slug));
  }

  private static Optional<Long> letter(Arguments arguments) {
    try {
      return arguments.option(LETTER).map(Long::valueOf);
    } catch (NumberFormatException e) {
      throw wrong(LETTER + " takes the number that status shows");
    }
  }

  private static ReplayFrom from(Arguments arguments) {
    String text = option(arguments, FROM);
    try {
      return text.matches("[0-9]{1,18}")
          ? new ReplayFrom.Sequence(Long.parseLong(text))
          : new ReplayFrom.Moment(Instant.parse(text));
    } catch (DateTimeParseException e) {
      throw wrong(FROM + " takes a moment such as 2026-11-24T08:00:00Z, or an event's number");
    }
  }

  private static String option(Arguments arguments, String name) {
    return arguments.option(name).orElseThrow(() -> wrong(name + " is missing"));
  }

  private static CommandFailure wrong(String what) {
    return new CommandFailure(WRONG_USE, "events: " + what);
  }

  private static Caller operator() {
    return Caller.worker(
        new TenantId("0000000000000000"), "operator.events", UUID.randomUUID().toString());
  }
}
