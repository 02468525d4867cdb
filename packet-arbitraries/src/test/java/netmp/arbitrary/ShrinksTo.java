package netmp.arbitrary;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/** A property that must fail, and whose sample must shrink to something that prints like this. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@AddLifecycleHook(ShrinksTo.Hook.class)
@interface ShrinksTo {

  /** What it prints. */
  String value();

  /** Turns the failure into a success. */
  final class Hook implements AroundPropertyHook {
    @Override
    public PropertyExecutionResult aroundProperty(
        PropertyLifecycleContext context, PropertyExecutor property) {
      PropertyExecutionResult result = property.execute();
      assertThat(result.falsifiedParameters()).as("the property fails").isPresent();
      assertThat(result.falsifiedParameters().orElseThrow().getFirst())
          .as("seed %s", result.seed().orElseThrow())
          .hasToString(context.findAnnotation(ShrinksTo.class).orElseThrow().value());
      return result.mapToSuccessful();
    }
  }
}
