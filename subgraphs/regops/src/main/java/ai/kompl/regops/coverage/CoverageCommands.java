package ai.kompl.regops.coverage;

import ai.kompl.kit.Input;
import ai.kompl.kit.People;
import ai.kompl.kit.Resolution;
import ai.kompl.kit.Resolvers;
import ai.kompl.kit.UserError;
import ai.kompl.regops.control.Control;
import ai.kompl.regops.control.ControlInput;
import ai.kompl.regops.control.ControlLedger;
import ai.kompl.regops.control.ControlLedger.Said;
import ai.kompl.regops.control.ControlLedger.What;
import ai.kompl.regops.control.ControlPayload;
import ai.kompl.regops.control.ControlStore;
import ai.kompl.regops.control.ControlText;
import ai.kompl.regops.repetition.IdempotencyKeys;
import ai.kompl.regops.repetition.IdempotencyKeys.Call;
import ai.kompl.regops.requirement.Requirement;
import ai.kompl.regops.requirement.RequirementStore;
import ai.kompl.tenancy.caller.Problem;
import ai.kompl.tenancy.caller.ProblemException;
import ai.kompl.tenancy.data.Quota;
import ai.kompl.tenancy.data.TenantDatabase;
import ai.kompl.tenancy.data.TenantTransaction;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Creates controls with what they meet, and changes what they meet. */
public final class CoverageCommands {

  private static final int MAX_REQUIREMENTS = 200;

  private final TenantDatabase database;
  private final ControlStore controls;
  private final CoverageStore coverage;
  private final RequirementStore requirements = new RequirementStore();
  private final ControlLedger ledger;
  private final IdempotencyKeys keys;
  private final InstantSource clock;
  private final Supplier<UUID> ids;

  public CoverageCommands(TenantDatabase database, InstantSource clock, Supplier<UUID> ids) {
    this.database = database;
    this.controls = new ControlStore();
    this.coverage = new CoverageStore();
    this.ledger = new ControlLedger(controls, clock);
    this.keys = new IdempotencyKeys(clock);
    this.clock = clock;
    this.ids = ids;
  }

  /** The resolvers of the mutations. */
  public Resolvers resolvers() {
    return Resolvers.builder()
        .mutation("createControl", this::create)
        .mutation("linkControlToRequirements", this::link)
        .mutation("unlinkControlFromRequirements", this::unlink)
        .build();
  }

  /** What linking answers. */
  public record LinkPayload(Control control, int linked, List<UserError> userErrors) {}

  /** What unlinking answers. */
  public record UnlinkPayload(Control control, int unlinked, List<UserError> userErrors) {}

  private ControlPayload create(Resolution request) {
    Input input = request.input();
    ControlText text = ControlInput.created(input);
    List<UUID> linked = requirementIds(input);
    var call = call(input, "createControl", text + " " + linked);
    return ControlPayload.of(
        database.write(request.caller(), tx -> create(tx, call, text, linked)));
  }

  private Control create(TenantTransaction tx, Call call, ControlText text, List<UUID> linked) {
    UUID id = ids.get();
    Optional<UUID> repeated = keys.repeated(tx, call, id);
    if (repeated.isPresent()) {
      return controls
          .any(tx, repeated.get())
          .orElseThrow(() -> new ProblemException(Problem.NOT_FOUND));
    }
    if (controls.refTaken(tx, text.ref(), id)) {
      throw ProblemException.at(
          "input.ref",
          Problem.CONFLICT,
          "Another control has the reference '" + text.ref() + "'. Choose another one.");
    }
    People.require(tx, "input.ownerId", text.ownerId().stream().toList());
    var now = clock.instant();
    UUID actor = tx.caller().subject();
    var control = new Control(id, 1, text, now, actor, now, actor, Optional.empty());
    tx.quotas().take(Quota.CONTROLS, 1);
    controls.insert(tx, control);
    if (!linked.isEmpty()) {
      allThere(tx, linked);
      coverage.link(tx, id, linked, now);
    }
    ledger.tell(tx, control, Said.of("{\"requirements\":" + linked.size() + "}"), What.CREATED);
    return control;
  }

  private LinkPayload link(Resolution request) {
    var changed = change(request, "linkControlToRequirements", What.LINKED);
    return new LinkPayload(changed.control(), changed.links(), List.of());
  }

  private UnlinkPayload unlink(Resolution request) {
    var changed = change(request, "unlinkControlFromRequirements", What.UNLINKED);
    return new UnlinkPayload(changed.control(), changed.links(), List.of());
  }

  private record Changed(Control control, int links) {}

  private Changed change(Resolution request, String operation, What what) {
    Input input = request.input();
    UUID controlId = input.id("controlId", Control.TYPE.code());
    List<UUID> requirementIds = requirementIds(input);
    Optional<Integer> expected = input.optionalInteger("expectedVersion");
    var call = call(input, operation, controlId + " " + expected + " " + requirementIds);
    return database.write(
        request.caller(),
        tx -> {
          if (keys.repeated(tx, call, controlId).isPresent()) {
            return new Changed(ledger.held(tx, controlId, false, Optional.empty()), 0);
          }
          return change(tx, ledger.held(tx, controlId, false, expected), requirementIds, what);
        });
  }

  private Changed change(
      TenantTransaction tx, Control control, List<UUID> requirementIds, What what) {
    allThere(tx, requirementIds);
    int links =
        what == What.LINKED
            ? coverage.link(tx, control.id(), requirementIds, clock.instant())
            : coverage.unlink(tx, control.id(), requirementIds, clock.instant());
    if (links == 0) {
      return new Changed(control, 0);
    }
    var details = Said.of("{\"requirements\":" + links + "}");
    return new Changed(ledger.book(tx, control, control.written(), details, what), links);
  }

  private void allThere(TenantTransaction tx, List<UUID> requirementIds) {
    if (requirements.existing(tx, requirementIds).size() != requirementIds.size()) {
      throw ProblemException.at(
          "input.requirementIds",
          Problem.NOT_FOUND,
          "At least one of the requirements does not exist.");
    }
  }

  private static List<UUID> requirementIds(Input input) {
    List<UUID> ids =
        input.ids("requirementIds", Requirement.TYPE.code()).stream().distinct().toList();
    if (ids.size() > MAX_REQUIREMENTS) {
      throw input.invalid(
          "requirementIds", "must name at most " + MAX_REQUIREMENTS + " requirements");
    }
    return ids;
  }

  private static Call call(Input input, String operation, Object content) {
    return new Call(
        operation, input.optionalText("idempotencyKey", IdempotencyKeys.MAX_KEY), content);
  }
}
