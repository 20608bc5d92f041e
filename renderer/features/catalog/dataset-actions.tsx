import { Menu } from "@mantine/core";
import type { DatasetDetail } from "#ledger-core/contract/api/catalog.ts";
import { closeDrawer } from "#renderer/shared/drawer/drawer.ts";
import { paths } from "#renderer/shared/navigation/paths.ts";
import { useGoTo } from "#renderer/shared/navigation/view-state.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { signPublication } from "./sign-publication.ts";
import {
  openContestForm,
  openExportForm,
  openOfferAgreementForm,
  openOfferForm,
  openReasonForm,
  openRequestForm,
  openUploadForm,
  openUseForm,
} from "./open-forms.ts";
import { useCatalogText } from "./text.ts";

type Action = { readonly key: string; readonly label: string; readonly run: () => void };

/** What the person in session may do with this dataset: the likeliest filled, the next beside it, the rest in a menu with what everybody may do. */
export function DatasetActions({ dataset }: { readonly dataset: DatasetDetail }) {
  const text = useCatalogText();
  const [first, second, ...rest] = useActions(dataset);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button>{text("more")}</Button>
        </Menu.Target>
        <Menu.Dropdown>
          {rest.map((action) => (
            <Menu.Item key={action.key} onClick={action.run}>
              {action.label}
            </Menu.Item>
          ))}
          <Menu.Item onClick={() => openExportForm(dataset, text("record.title"))}>{text("record.title")}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {second === undefined ? null : <Button onClick={second.run}>{second.label}</Button>}
      {first === undefined ? null : (
        <Button kind="primary" onClick={first.run}>
          {first.label}
        </Button>
      )}
    </>
  );
}

function useActions(dataset: DatasetDetail): readonly Action[] {
  const text = useCatalogText();
  const goTo = useGoTo();
  const { may, key, title: over } = dataset;
  const inForce = dataset.mine.filter((agreement) => agreement.state === "FINALIZED");
  const published = dataset.state === "published";
  const possible: readonly (Action & { readonly isOffered: boolean })[] = [
    {
      key: "publish",
      isOffered: may.revise && dataset.state === "draft",
      label: text("publish.title"),
      run: () => void signPublication(key, text("publish.title")),
    },
    {
      key: "use",
      isOffered: may.use && inForce.length > 0,
      label: text("use.action"),
      run: () => openUseForm(inForce, text("use.title")),
    },
    {
      key: "request",
      isOffered: may.request,
      label: text("request.action"),
      run: () => openRequestForm(dataset, text("request.title")),
    },
    {
      key: "upload",
      isOffered: may.upload,
      label: text("upload.action"),
      run: () => openUploadForm(dataset, text("upload.title")),
    },
    {
      key: "offer",
      isOffered: may.offer,
      label: text("offer.action"),
      run: () => openOfferForm(dataset, text("offer.title")),
    },
    {
      key: "offerAgreement",
      isOffered: may.offerAgreement,
      label: text("offerAgreement.action"),
      run: () => openOfferAgreementForm(dataset, text("offerAgreement.title")),
    },
    {
      key: "contest",
      isOffered: may.contest,
      label: text("contest.action"),
      run: () => openContestForm(dataset, text("contest.title")),
    },
    {
      key: "revise",
      isOffered: may.revise,
      label: text("revise.action"),
      run: () => {
        closeDrawer();
        goTo(paths.dataset(key), { form: "revise" });
      },
    },
    {
      key: "retire",
      isOffered: may.retire && published,
      label: text("retire.action"),
      run: () => openReasonForm({ act: "retire", dataset: key, over }, text("retire.title")),
    },
  ];
  return possible.filter(({ isOffered }) => isOffered);
}
