/**
 * Real servers started for the user: PostgreSQL and Redis as child processes, an S3 endpoint inside
 * the JVM. Each keeps its data, its generated secret and its port in one folder, survives restart
 * and sudden death of the JVM, and proves that the server that answers is its own before anybody
 * uses it. The {@code Test*} types give one throw-away server per JVM to tests. Nothing here knows
 * the rest of the product.
 */
@NullMarked
package ai.kompl.embedded;

import org.jspecify.annotations.NullMarked;
