package ai.kompl.regops.requirement;

import ai.kompl.dataloaders.Connection;
import ai.kompl.dataloaders.ListId;
import ai.kompl.kit.Resolution;
import ai.kompl.kit.Resolvers;
import ai.kompl.regops.framework.FrameworkLoaders;
import ai.kompl.regops.framework.FrameworkVersion;
import ai.kompl.regops.listing.Found;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Answers what is asked about requirements. */
public final class RequirementQueries {

  private static final ListId OF_VERSION =
      new ListId("regops.frameworkVersion.requirements", "ordinal");
  private static final ListId CHILDREN = new ListId("regops.requirement.children", "ordinal");
  private static final int MAX_RELATED = 200;

  private final RequirementLoaders loaders;
  private final FrameworkLoaders frameworks;

  public RequirementQueries(RequirementLoaders loaders, FrameworkLoaders frameworks) {
    this.loaders = loaders;
    this.frameworks = frameworks;
  }

  /** The resolvers of requirements, without what concerns controls. */
  public Resolvers resolvers() {
    return Resolvers.builder()
        .query(
            "requirement", request -> Found.byId(request, loaders.byId(), Requirement.TYPE.code()))
        .query("requirements", this::requirements)
        .entity(Requirement.TYPE, loaders.byId())
        .field(
            FrameworkVersion.TYPE,
            "requirements",
            (version, request) -> ofVersion(request, version.id()))
        .field(
            Requirement.TYPE,
            "frameworkVersion",
            (requirement, request) ->
                request.load(frameworks.versions(), requirement.frameworkVersionId()))
        .field(
            Requirement.TYPE,
            "parent",
            (requirement, request) ->
                Found.optional(request, loaders.byId(), requirement.parentId()))
        .field(Requirement.TYPE, "children", this::children)
        .field(Requirement.TYPE, "related", this::related)
        .build();
  }

  private CompletableFuture<Connection<Requirement>> requirements(Resolution request) {
    String code = FrameworkVersion.TYPE.code();
    UUID versionId = request.id("frameworkVersionId", code);
    return request
        .load(frameworks.versions(), versionId)
        .thenApply(version -> Found.required(version, "frameworkVersionId", code))
        .thenCompose(version -> ofVersion(request, version.id()));
  }

  private CompletableFuture<Connection<Requirement>> ofVersion(Resolution request, UUID versionId) {
    return request.load(
        loaders.ofVersion(),
        versionId,
        RequirementFilter.of(request.arguments()),
        request.page(OF_VERSION));
  }

  private CompletableFuture<Connection<Requirement>> children(
      Requirement parent, Resolution request) {
    Optional<Boolean> active =
        request
            .arguments()
            .optionalObject("filter")
            .flatMap(filter -> RequirementFilter.flag(filter, "active"));
    return request.load(loaders.children(), parent.id(), active, request.page(CHILDREN));
  }

  private CompletableFuture<List<RelatedRequirement>> related(
      Requirement requirement, Resolution request) {
    var links = requirement.links().stream().limit(MAX_RELATED).toList();
    var targets =
        links.stream().map(link -> request.load(loaders.byId(), link.requirementId())).toList();
    return CompletableFuture.allOf(targets.toArray(CompletableFuture<?>[]::new))
        .thenApply(_ -> joined(links, targets.stream().map(CompletableFuture::join).toList()));
  }

  private static List<RelatedRequirement> joined(
      List<RequirementLink> links, List<Requirement> targets) {
    return java.util.stream.IntStream.range(0, links.size())
        .filter(i -> Objects.nonNull(targets.get(i)))
        .mapToObj(i -> new RelatedRequirement(links.get(i).relation(), targets.get(i)))
        .toList();
  }
}
