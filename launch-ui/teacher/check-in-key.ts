export const checkInKey = (session: string) => ['check-in', session];
