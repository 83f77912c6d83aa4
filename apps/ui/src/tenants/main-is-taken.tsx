import { PageBar } from '../components/page-bar.tsx';
import { PageNotice } from '../components/page-state.tsx';
import { administrationText } from '../messages/en-administration.ts';

/** Instead of what of the default tenant has an address that would lead into another tenant; a whole page with a title. */
export function MainIsTaken({ title }: { readonly title?: string }) {
  return (
    <>
      {title !== undefined && <PageBar title={title} />}
      <PageNotice title={administrationText.mainIsTaken}>{administrationText.mainIsTakenText}</PageNotice>
    </>
  );
}
