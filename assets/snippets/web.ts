// Lets your user link their account. Needs:
//   npm install @anon/sdk-web-link-typescript
import AnonLink from "@anon/sdk-web-link-typescript";

const link = AnonLink.init({
  config: {
    environment: {{environment}},
    // The webapp client's, never the service client's:
    clientId: {{client_id}},
    // Of the user who is signed in:
    appUserIdToken: {{token}},
    app: {{app}},
    company: "Your company",
    companyLogo: "https://yourcompany.ai/logo.png",
    chromeExtensionId: {{extension_id}},
  },
  onSuccess: () => console.log("linked"),
  onExit: (error: unknown) => {
    console.log("not linked", error);
    link.destroy();
  },
});

link.open(); // call it when your user clicks
