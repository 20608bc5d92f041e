import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import { paths } from "#renderer/shared/navigation/paths.ts";
import { Frame } from "./frame/frame.tsx";
import { PageFailed, PageNotFound, PagePending } from "./frame/route-states.tsx";

const rootRoute = createRootRoute({ component: Frame, notFoundComponent: PageNotFound });

const inboxPage = lazyRouteComponent(() => import("#renderer/features/inbox/inbox-page.tsx"), "InboxPage");
const catalogPage = lazyRouteComponent(() => import("#renderer/features/catalog/catalog-page.tsx"), "CatalogPage");
const datasetPage = lazyRouteComponent(() => import("#renderer/features/catalog/dataset-page.tsx"), "DatasetPage");
const agreementsPage = lazyRouteComponent(
  () => import("#renderer/features/catalog/agreements-page.tsx"),
  "AgreementsPage",
);
const agreementPage = lazyRouteComponent(
  () => import("#renderer/features/catalog/agreement-page.tsx"),
  "AgreementPage",
);
const importsPage = lazyRouteComponent(() => import("#renderer/features/imports/imports-page.tsx"), "ImportsPage");
const importPage = lazyRouteComponent(() => import("#renderer/features/imports/import-page.tsx"), "ImportPage");
const freshnessPage = lazyRouteComponent(() => import("#renderer/features/care/freshness-page.tsx"), "FreshnessPage");
const claimsPage = lazyRouteComponent(() => import("#renderer/features/care/claims-page.tsx"), "ClaimsPage");
const usesPage = lazyRouteComponent(() => import("#renderer/features/care/uses-page.tsx"), "UsesPage");
const consortiumPage = lazyRouteComponent(
  () => import("#renderer/features/consortium/consortium-page.tsx"),
  "ConsortiumPage",
);
const ledgerPage = lazyRouteComponent(() => import("#renderer/features/ledger/ledger-page.tsx"), "LedgerPage");
const settingsPage = lazyRouteComponent(() => import("#renderer/features/settings/settings-page.tsx"), "SettingsPage");

const getParentRoute = () => rootRoute;

/** Every page, in its own file of code, so that the first load holds the frame alone. */
const routes = [
  createRoute({
    getParentRoute,
    path: "/",
    beforeLoad: () => {
      throw redirect({ to: paths.inbox, replace: true });
    },
  }),
  createRoute({ getParentRoute, path: "/inbox", component: inboxPage }),
  createRoute({ getParentRoute, path: "/inbox/$item", component: inboxPage }),
  createRoute({ getParentRoute, path: "/catalog", component: catalogPage }),
  createRoute({ getParentRoute, path: "/catalog/agreements", component: agreementsPage }),
  createRoute({ getParentRoute, path: "/catalog/agreements/$agreement", component: agreementPage }),
  createRoute({ getParentRoute, path: "/catalog/imports", component: importsPage }),
  createRoute({ getParentRoute, path: "/catalog/imports/new", component: importPage }),
  createRoute({ getParentRoute, path: "/catalog/freshness", component: freshnessPage }),
  createRoute({ getParentRoute, path: "/catalog/claims", component: claimsPage }),
  createRoute({ getParentRoute, path: "/catalog/uses", component: usesPage }),
  createRoute({ getParentRoute, path: "/catalog/$dataset", component: datasetPage }),
  createRoute({ getParentRoute, path: "/consortium", component: consortiumPage }),
  createRoute({ getParentRoute, path: "/consortium/$tab", component: consortiumPage }),
  createRoute({ getParentRoute, path: "/consortium/$tab/$record", component: consortiumPage }),
  createRoute({ getParentRoute, path: "/ledger", component: ledgerPage }),
  createRoute({ getParentRoute, path: "/ledger/blocks/$height", component: ledgerPage }),
  createRoute({ getParentRoute, path: "/ledger/entries/$transaction", component: ledgerPage }),
  createRoute({ getParentRoute, path: "/settings", component: settingsPage }),
];

/** The router of one window. The address is kept behind `#`, so it works from a server and from the shell alike. */
export function createConsoleRouter() {
  return createRouter({
    routeTree: rootRoute.addChildren(routes),
    history: createHashHistory(),
    defaultPreload: "intent",
    defaultPendingComponent: PagePending,
    defaultPendingMs: 0,
    defaultErrorComponent: PageFailed,
    scrollRestoration: false,
  });
}
