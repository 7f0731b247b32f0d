package platform.tkex.testkit.operator;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import platform.tkex.testkit.ClusterExtension;

/**
 * Starts the operator of {@link WithOperator} on first use; it ends with the test JVM's last test.
 */
public final class OperatorExtension implements BeforeAllCallback, ParameterResolver {

  private static final Namespace STORE = Namespace.create(OperatorExtension.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    operator(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == OperatorProcess.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return operator(context);
  }

  private static OperatorProcess operator(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(STORE)
        .getOrComputeIfAbsent(
            OperatorProcess.class,
            key -> {
              OperatorProcess operator =
                  OperatorProcess.of(
                      ClusterExtension.cluster(context), OperatorSettings.statefulSetPlus());
              operator.start();
              return operator;
            },
            OperatorProcess.class);
  }
}
