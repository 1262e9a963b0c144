@NullMarked
package ai.kompl.federation.planner;

import org.jspecify.annotations.NullMarked;
