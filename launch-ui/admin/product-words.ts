import type { Product, ToolAddresses } from '../../lti-server/http/api-schema/admin.ts';

export const productName: Readonly<Record<Product, string>> = {
  canvas: 'Canvas',
  moodle: 'Moodle',
  other: 'Another LMS',
};

/** What is entered in the LMS before it has a client id to give. */
export const entering = (product: Product, tool: ToolAddresses): readonly string[] => {
  switch (product) {
    case 'canvas':
      return [
        'In Canvas open Admin, your account, Developer Keys. Press + Developer Key, then + LTI Key.',
        'Key Name: Muster. Redirect URIs: the redirect URI above.',
        'Method: Enter URL. JSON URL: the developer key address above. Save.',
        'In the list switch the key’s State to ON. The long number under Details is the client id.',
        'Open Settings, Apps, View App Configurations, + App. Configuration Type: By Client ID. Paste the client id, submit, install.',
        'On the app’s row press the gear, then Deployment Id: that is the deployment id.',
      ];
    case 'moodle':
      return [
        'In Moodle open Site administration, Plugins, Activity modules, External tool, Manage tools. Press “configure a tool manually”.',
        `Tool name: Muster. Tool URL and Redirection URI(s): ${tool.launch}`,
        'LTI version: LTI 1.3. Public key type: Keyset URL. Public keyset and Initiate login URL: the addresses above.',
        'Custom parameters: person_timezone=$Person.address.timezone',
        'Default launch container: Embed, without blocks. Switch on Supports Deep Linking, with the deep linking URL above.',
        'Services: grade sync and column management; retrieve members’ information. Privacy: share the launcher’s name: Always; accept grades: Delegate to teacher.',
        'Save. On the tool’s card press the magnifying glass: it shows the client id and the deployment id.',
      ];
    case 'other':
      return [
        'Enter the addresses above as an LTI 1.3 tool. Your LMS then shows a client id, and often a deployment id.',
      ];
  }
};

/** How it comes into courses once it is registered. */
export const placing = (product: Product): readonly string[] => {
  switch (product) {
    case 'canvas':
      return [
        'A teacher opens the course’s Settings, Navigation, drags Attendance into the menu, and saves.',
        'Whoever opens it first from a new account or course makes a deployment; approve it above unless new ones are trusted.',
        'For single sessions a teacher adds an assignment or module item of type External Tool and chooses Attendance.',
      ];
    case 'moodle':
      return [
        'A tool that registered itself is pending: under Manage tools press Activate on its card.',
        'On the card, in the settings, choose “Show in activity chooser”.',
        'A teacher turns editing on, adds the activity Muster to the course, and opens it.',
      ];
    case 'other':
      return ['Place the tool in a course, as your LMS does it, and open it once as a teacher.'];
  }
};
