package platform.tkex.statefulsetplus.parity;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import platform.tkex.testkit.operator.WithOperator;

/**
 * The suite on our kind: whatever holds for apps/v1 StatefulSet holds here, and two upstream bugs
 * do not.
 */
@DisplayName("platform.tkex/v1 StatefulSetPlus")
@WithOperator
class StatefulSetPlusParityIT {

  @Nested
  class Identity extends IdentityParity {
    Identity() {
      super(WorkloadKind.PLUS);
    }
  }

  @Nested
  class Adoption extends AdoptionParity {
    Adoption() {
      super(WorkloadKind.PLUS);
    }
  }

  @Nested
  class History extends HistoryParity {
    History() {
      super(WorkloadKind.PLUS);
    }
  }

  @Nested
  class Scaling extends ScalingParity {
    Scaling() {
      super(WorkloadKind.PLUS);
    }
  }

  @Nested
  class Storage extends StorageParity {
    Storage() {
      super(WorkloadKind.PLUS);
    }
  }

  @Nested
  class ClaimOwners extends ClaimOwnersParity {
    ClaimOwners() {
      super(WorkloadKind.PLUS);
    }
  }

  @Nested
  class RollingUpdate extends RollingUpdateParity {
    RollingUpdate() {
      super(WorkloadKind.PLUS);
    }
  }

  @Nested
  class MidUpdate extends MidUpdateParity {
    MidUpdate() {
      super(WorkloadKind.PLUS);
    }
  }

  @Nested
  class Availability extends AvailabilityParity {
    Availability() {
      super(WorkloadKind.PLUS);
    }
  }

  @Nested
  class Lifecycle extends LifecycleParity {
    Lifecycle() {
      super(WorkloadKind.PLUS);
    }
  }

  @Nested
  class Autoscaler extends AutoscalerParity {
    Autoscaler() {
      super(WorkloadKind.PLUS);
    }
  }

  @Nested
  class Revision extends RevisionParity {
    Revision() {
      super(WorkloadKind.PLUS);
    }
  }
}
