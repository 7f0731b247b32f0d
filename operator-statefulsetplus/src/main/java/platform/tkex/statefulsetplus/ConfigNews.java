package platform.tkex.statefulsetplus;

import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.function.Consumer;
import platform.tkex.statefulsetplus.config.SourceKey;
import platform.tkex.statefulsetplus.config.Versioner;

/**
 * Tells the versioner of sources, and workloads of what they may mount from now on.
 *
 * @param workloads hears of a source whose workloads should look again
 */
record ConfigNews(
    Versioner versioner, Consumer<SourceKey> toVersion, Consumer<SourceKey> workloads) {

  void sourceCame(SourceKey source) {
    toVersion.accept(source);
    workloads.accept(source);
  }

  void sourceChanged(SourceKey source, ConfigMap whole) {
    versioner.changed(source, whole);
    sourceCame(source);
  }

  void sourceWent(SourceKey source) {
    versioner.forget(source);
    workloads.accept(source);
  }

  void versionCame(SourceKey source) {
    workloads.accept(source);
  }

  /** If it is the source's present content it is made again. */
  void versionWent(SourceKey source, String uid) {
    versioner.gone(uid);
    sourceCame(source);
  }
}
