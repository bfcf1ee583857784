# One image, two processes: `npm start` (web) and `npm run worker` (background).
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc prisma.config.ts ./
COPY prisma ./prisma
COPY scripts ./scripts
RUN npm ci
COPY . .
RUN npm run build

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /app
COPY package.json package-lock.json .npmrc prisma.config.ts ./
COPY prisma ./prisma
COPY scripts ./scripts
RUN npm ci --omit=dev && npm cache clean --force
COPY app ./app
COPY public ./public
COPY --from=build /app/build ./build
COPY --from=build /app/app/generated ./app/generated
USER node
EXPOSE 3000
CMD ["npm", "start"]
