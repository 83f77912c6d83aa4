import { PageBar } from '../components/page-bar.tsx';
import { PageNotice } from '../components/page-state.tsx';
import { administrationText } from '../messages/en-administration.ts';

/** Instead of a page of the default tenant whose address would lead into another tenant. */
export function MainIsTaken({ title }: { readonly title: string }) {
  return (
    <>
      <PageBar title={title} />
      <PageNotice title={administrationText.mainIsTaken}>{administrationText.mainIsTakenText}</PageNotice>
    </>
  );
}
