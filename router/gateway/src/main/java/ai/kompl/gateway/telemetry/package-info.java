/** What the gateway tells its operators: metrics with bounded labels and the access log. */
@NullMarked
package ai.kompl.gateway.telemetry;

import org.jspecify.annotations.NullMarked;
