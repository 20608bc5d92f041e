import { useRouter } from "@tanstack/react-router";
import type { ErrorComponentProps } from "@tanstack/react-router";
import { useSharedText } from "#renderer/shared/i18n/shared-texts.ts";
import { paths } from "#renderer/shared/navigation/paths.ts";
import { TextLink } from "#renderer/shared/navigation/text-link.tsx";
import { Page, PageHeader } from "#renderer/shared/ui/page.tsx";
import { FailedNotice, LoadingRows } from "#renderer/shared/ui/states.tsx";

/** A page whose code is on its way. */
export function PagePending() {
  return (
    <Page>
      <LoadingRows rows={6} columns={3} />
    </Page>
  );
}

/** A page that threw. The frame stays; the message of the error is for whoever maintains the console. */
export function PageFailed({ error, reset }: ErrorComponentProps) {
  const text = useSharedText();
  const router = useRouter();
  const retry = () => {
    reset();
    void router.invalidate();
  };
  return (
    <Page>
      <PageHeader title={text("failure.page")} />
      <FailedNotice
        failure={{
          title: text("failure.page"),
          detail: text("failure.pageDetail"),
          code: error instanceof Error ? error.message : String(error),
        }}
        onRetry={retry}
        actions={<TextLink to={paths.inbox}>{text("failure.openInbox")}</TextLink>}
      />
    </Page>
  );
}

/** An address that leads nowhere. */
export function PageNotFound() {
  const text = useSharedText();
  return (
    <Page>
      <PageHeader title={text("failure.notFound")} />
      <FailedNotice
        failure={{ title: text("failure.notFound"), detail: text("failure.notFoundDetail") }}
        actions={<TextLink to={paths.inbox}>{text("failure.openInbox")}</TextLink>}
      />
    </Page>
  );
}
