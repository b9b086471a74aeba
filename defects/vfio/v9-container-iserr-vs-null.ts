import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const v9ContainerIserrVsNull: Defect = {
  id: 'v9-container-iserr-vs-null',
  title: 'an IS_ERR test accepts a NULL container',
  story:
    'group->container is a container or NULL, never an ERR_PTR, and IS_ERR(NULL) is false. So the test in vfio_pin_pages accepts a group that has left its container, and its lock is taken at address 0. In v9 the count of the container’s users, taken just before, made that impossible. Here that count is left out, so this test is the only one, and a driver asks for a pin although its device was closed.',
  source:
    'Alex Williamson’s review, quoted and answered by Kirti Wankhede on 2016-10-20 (“Re: [PATCH v9 04/12] vfio iommu: Add support for mediated devices”): “IS_ERR() doesn’t check NULL”. That the test has to hold alone is our assumption',
  fix: 'v4.10 has no such test: a caller that has added itself to container_users has a container, and one that cannot gets -EINVAL.',
  evidence: 'inferred',
  given: { driverAsks: 'any-time' },
  switches: { pinKeepsContainer: 'tested-with-IS_ERR' },
  law: 'no-splat',
  place: { splat: 'null dereference', where: 'vfio_pin_pages', what: 'vfio_container' },
  world: 'vfio-alone',
  shortest: parseSteps(
    'container p0 type1v2 -> c0',
    'attach p0 c0 g0',
    'pin g0 i0 1 [stops at pin: before driver lock]',
    'exit p0',
  ),
};
