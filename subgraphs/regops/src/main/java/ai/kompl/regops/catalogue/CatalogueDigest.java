package ai.kompl.regops.catalogue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * SHA-256 over a catalogue's content. Every text goes in with its length before it, so that no two
 * contents look alike.
 */
final class CatalogueDigest {

  private final MessageDigest digest;

  CatalogueDigest() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  CatalogueDigest about(CatalogueAbout about) {
    text(about.refCode());
    text(about.name());
    optional(about.publisher());
    optional(about.jurisdiction());
    text(about.category().name());
    text(about.licenceTerms().name());
    text(about.label());
    text(about.title());
    optional(about.publishedOn());
    optional(about.effectiveOn());
    optional(about.sourceUri());
    return this;
  }

  CatalogueDigest nodes(List<CatalogueNode> nodes) {
    number(nodes.size());
    nodes.forEach(this::node);
    return this;
  }

  String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }

  private void node(CatalogueNode node) {
    text(node.id());
    text(node.ref());
    text(node.title());
    optional(node.text());
    optional(node.guidance());
    text(node.kind().name());
    optional(node.kindLabel());
    number((node.active() ? 1 : 0) + (node.assessable() ? 2 : 0));
    number(node.weight());
    texts(node.implementationGroups());
    texts(node.assessmentObjectives());
    texts(node.references().stream().map(r -> r.relation() + " " + r.targetId()).toList());
    nodes(node.children());
  }

  private void texts(List<String> values) {
    number(values.size());
    values.forEach(this::text);
  }

  private void optional(Optional<?> value) {
    number(value.isPresent() ? 1 : 0);
    value.ifPresent(present -> text(present.toString()));
  }

  private void text(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    number(bytes.length);
    digest.update(bytes);
  }

  private void number(int value) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(value).flip());
  }
}
