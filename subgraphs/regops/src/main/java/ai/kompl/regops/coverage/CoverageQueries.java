package ai.kompl.regops.coverage;

import ai.kompl.dataloaders.ListId;
import ai.kompl.dataloaders.Position;
import ai.kompl.dataloaders.Windows;
import ai.kompl.kit.Resolvers;
import ai.kompl.regops.control.Control;
import ai.kompl.regops.control.ControlStore;
import ai.kompl.regops.requirement.Requirement;
import ai.kompl.tenancy.data.TenantDatabase;
import java.util.UUID;

/** Answers which controls meet a requirement, and which requirements a control meets. */
public final class CoverageQueries {

  private static final ListId CONTROLS = new ListId("regops.requirement.controls", "ref,id");
  private static final ListId REQUIREMENTS =
      new ListId("regops.control.requirements", "framework_version_id,ordinal");

  private final Windows<UUID, String, Control> controls;
  private final Windows<UUID, String, Requirement> requirements;

  public CoverageQueries(TenantDatabase database, CoverageStore store) {
    this.controls =
        new Windows<>(
            "regops.requirement.controls",
            (caller, parents, _, page) ->
                database.read(caller, tx -> store.controls(tx, parents, page)),
            (caller, parents, _) -> database.read(caller, tx -> store.controlCounts(tx, parents)),
            ControlStore::position);
    this.requirements =
        new Windows<>(
            "regops.control.requirements",
            (caller, parents, _, page) ->
                database.read(caller, tx -> store.requirements(tx, parents, page)),
            (caller, parents, _) ->
                database.read(caller, tx -> store.requirementCounts(tx, parents)),
            requirement -> Position.of(requirement.frameworkVersionId(), requirement.ordinal()));
  }

  /** The resolvers of both directions. */
  public Resolvers resolvers() {
    return Resolvers.builder()
        .field(
            Requirement.TYPE,
            "controls",
            (requirement, request) ->
                request.load(controls, requirement.id(), "", request.page(CONTROLS)))
        .field(
            Control.TYPE,
            "requirements",
            (control, request) ->
                request.load(requirements, control.id(), "", request.page(REQUIREMENTS)))
        .build();
  }
}
