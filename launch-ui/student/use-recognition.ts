import { useQuery } from '@tanstack/react-query';
import { myAttendance, myRecognition } from '../../lti-server/http/api-schema/student.ts';
import { ask } from '../api/client.ts';

export const useMyAttendance = () =>
  useQuery({ queryKey: ['my-attendance'], queryFn: () => ask(myAttendance, 'GET', '/my/attendance') });

export const recognitionKey = ['my-recognition'];

export const useMyRecognition = () =>
  useQuery({ queryKey: recognitionKey, queryFn: () => ask(myRecognition, 'GET', '/my/recognition') });
