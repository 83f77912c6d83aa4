import { t } from '../messages/en.ts';
import { PageBar } from './page-bar.tsx';
import { NotFound } from './page-state.tsx';

/** For addresses that lead nowhere; the frame around it still leads everywhere else. */
export function NotFoundPage() {
  return (
    <>
      <PageBar title={t.notFound.title} />
      <NotFound />
    </>
  );
}
