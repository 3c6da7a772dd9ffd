import { Type } from 'typebox';
import type { Gender, Me, SignUp } from '../../auction/api.ts';
import { HTTP_LIMITS } from '../limits.ts';
import { shapeOf } from './agreement.ts';

const GenderShape = shapeOf<Gender>()(Type.Enum(['female', 'male', 'other', 'undisclosed']));

/** Visible text on one line. */
const NameShape = Type.String({
  pattern: '^[^\\p{Cc}]*[^\\p{Cc}\\s][^\\p{Cc}]*$',
  maxLength: HTTP_LIMITS.nameLength,
});

const EmailShape = Type.String({ format: 'email', maxLength: HTTP_LIMITS.emailLength });

const { least, most } = HTTP_LIMITS.passwordLength;

/** Nothing else may be sent along: above all no role. */
export const SignUpShape = shapeOf<SignUp>()(
  Type.Object(
    {
      email: EmailShape,
      password: Type.String({ minLength: least, maxLength: most }),
      name: NameShape,
      birthDate: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'YYYY-MM-DD' }),
      gender: GenderShape,
    },
    { additionalProperties: false },
  ),
);

export const SignInShape = Type.Object(
  { email: EmailShape, password: Type.String({ minLength: 1, maxLength: most }) },
  { additionalProperties: false },
);

/** `POST /api/auth/update-user`: what people may change about themselves. */
export const AccountChangeShape = Type.Object(
  {
    name: Type.Optional(NameShape),
    birthDate: Type.Optional(SignUpShape.properties.birthDate),
    gender: Type.Optional(GenderShape),
  },
  { additionalProperties: false, minProperties: 1 },
);

export const MeShape = shapeOf<Me>()(
  Type.Object({
    id: Type.String(),
    email: Type.String(),
    name: Type.String(),
    birthDate: Type.String(),
    gender: GenderShape,
    role: Type.Enum(['user', 'admin']),
  }),
);
