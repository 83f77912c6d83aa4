import { myTokens } from '../../api/api-tokens.ts';
import { PageBar } from '../../components/page-bar.tsx';
import { administrationText } from '../../messages/en-administration.ts';
import { TokenList } from '../../tokens/token-list.tsx';

const words = administrationText.tokens;

/** One's own tokens. */
export function ApiTokensPage() {
  return (
    <>
      <PageBar title={words.mineTitle} />
      <TokenList tokens={myTokens} queryKey={['my-tokens']} about={words.mineText} />
    </>
  );
}
