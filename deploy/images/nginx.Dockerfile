# nginx with the built front end.
# Built from the top of the repository: docker build -f deploy/images/nginx.Dockerfile .
ARG NODE_IMAGE=node:24-bookworm-slim
ARG NGINX_IMAGE=nginx:1.28-bookworm
FROM ${NODE_IMAGE} AS pages
WORKDIR /build/frontend
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci
COPY frontend ./
RUN npm run build
COPY deploy/nginx/script-hashes.mjs /build/
RUN node /build/script-hashes.mjs /build/frontend/build /build/script-hashes.conf

FROM ${NGINX_IMAGE}
COPY deploy/nginx/nginx.conf deploy/nginx/mime.types /etc/nginx/
COPY deploy/nginx/templates /etc/nginx/templates
COPY --from=pages /build/script-hashes.conf /etc/nginx/script-hashes.conf
COPY --from=pages /build/frontend/build /usr/share/nginx/html
# The configuration is filled in from the environment at each start, on a tmpfs that takes its mode from this folder.
RUN rm -f /etc/nginx/conf.d/* && chmod 1777 /etc/nginx/conf.d && chmod -R a+rX /usr/share/nginx/html
USER nginx
EXPOSE 8080
