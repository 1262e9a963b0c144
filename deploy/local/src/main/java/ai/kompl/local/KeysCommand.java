package ai.kompl.local;

import ai.kompl.local.cli.Arguments;
import ai.kompl.local.cli.Command;
import ai.kompl.local.cli.CommandFailure;
import ai.kompl.local.cli.Console;
import ai.kompl.local.cli.DataSession;
import ai.kompl.local.cli.Launch;
import ai.kompl.local.cli.Usage;
import ai.kompl.tenancy.caller.settings.Settings;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks at the keys that data are encrypted with, and renews them. */
final class KeysCommand implements Command {
  private static final String TENANT = "--tenant";
  private static final String STATUS = "status";
  private static final String ROTATE = "rotate";
  private static final String REWRAP = "rewrap";
  private static final String RENEW_MASTER = "renew-master";
  private static final List<String> ACTIONS = List.of(STATUS, ROTATE, REWRAP, RENEW_MASTER);

  private final DataSession session;

  KeysCommand(DataSession session) {
    this.session = session;
  }

  @Override
  public Usage usage() {
    return new Usage(
        "keys",
        """
        Encryption keys. ACTION is one of:
          status        lists the keys and the master key that wraps them
          rotate        begins new keys and encrypts fields and files anew under them
          rewrap        wraps all keys under the present master key
          renew-master  makes a new master key in its file, then rewraps\
        """,
        List.of("ACTION"),
        Stream.concat(
                Stream.of(
                    Usage.Option.of(
                        TENANT, "SLUG", "the only organisation to rotate (default: all)")),
                DataSession.OPTIONS.stream())
            .toList());
  }

  @Override
  public int run(Arguments arguments, Console console) {
    String action = arguments.operands().getFirst();
    Optional<String> tenant = arguments.option(TENANT);
    if (!ACTIONS.contains(action)) {
      throw new CommandFailure(
          WRONG_USE, "keys: \"" + action + "\" is none of " + String.join(", ", ACTIONS));
    }
    if (tenant.isPresent() && !action.equals(ROTATE)) {
      throw new CommandFailure(WRONG_USE, "keys: " + TENANT + " goes with rotate only");
    }
    return session.with(
        arguments,
        request -> {
          try (Servers servers =
              Servers.start(request.settings(), request.dataDir(), console::note)) {
            run(action, tenant, new KeyWork(backend(request, servers)), console);
            return 0;
          }
        });
  }

  private static void run(String action, Optional<String> tenant, KeyWork work, Console console) {
    try (work) {
      switch (action) {
        case STATUS -> work.status().forEach(console::result);
        case ROTATE -> console.result(work.rotate(tenant));
        case REWRAP -> console.result(work.rewrap());
        default -> console.result(work.renewMaster());
      }
    }
  }

  static Backend backend(Launch.Request request, Servers servers) {
    Settings given = request.settings();
    var secrets = new Secrets(request.dataDir().resolve("keys"), new SecureRandom());
    Settings complete = given.with(servers.addresses()).with(secrets.complete(given));
    return new Backend(complete, request.dataDir().resolve("spool"));
  }
}
